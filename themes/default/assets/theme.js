(function(d){try{var t=localStorage.getItem("docwright-theme");if(t==="light"||t==="dark")d.dataset.theme=t}catch(e){}d.dataset.js=""})(document.documentElement);
